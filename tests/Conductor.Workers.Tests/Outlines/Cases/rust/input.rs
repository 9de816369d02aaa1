//! Orders of a shop.
use std::collections::HashMap;
use std::fmt::{self, Display};

pub const LIMIT: usize = 12;
static NAMES: &[(&str, u8)] = &[
    ("open", 1),
    ("closed", 2),
    ("größe", 3),
];

/// An order. It has lines.
///
/// More of it.
#[derive(Debug, Clone)]
pub struct Order<'a, T> where T: Display {
    pub id: &'a str,
    lines: Vec<T>,
}

struct Unit;
struct Pair(u8, u8);

pub enum State {
    Open,
    Closed { at: u64 },
}

pub trait Worth {
    const BASE: u32 = 0;
    type Money;
    /// What it is worth.
    fn worth(&self) -> Self::Money;
    fn is_free(&self) -> bool {
        // by default
        false
    }
}

impl<'a, T: Display> Order<'a, T> {
    /// Makes one.
    #[inline]
    pub fn new(id: &'a str) -> Self {
        let lines = Vec::new();
        Self { id, lines }
    }

    // [HOT]
    pub(crate) async fn total<'b>(&'b self) -> usize
    where
        T: Clone,
    {
        self.lines.iter().map(|line| line.to_string().len()).sum()
    }
}

impl<'a, T: Display> fmt::Display for Order<'a, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "order 😀 {}", self.id)
    }
}

macro_rules! order {
    ($id:expr) => {
        Order::new($id)
    };
}

mod tests {
    #[test]
    fn one_order() {
        assert_eq!(super::LIMIT, 12);
    }
}
