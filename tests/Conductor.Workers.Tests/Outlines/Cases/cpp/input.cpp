#pragma once
#include <string>
#include <vector>

namespace shop {
namespace detail { struct Tag {}; }

/// An order. It has lines.
template <typename T>
class Order final : public Base<T> {
public:
  using value_type = T;

  explicit Order(std::string id) : id_(std::move(id)), lines_() {
    check();
    Order::count += 1;
  }
  Order(const Order&) = delete;
  virtual ~Order() = default;

  bool operator==(const Order& other) const { return id_ == other.id_ && lines_ == other.lines_; }

  [[nodiscard]] auto worth() const noexcept -> int;

  struct Line {
    int price = 0;
    int tax() const { return price / 5; }
  };

private:
  static int count;
  std::string id_;
  std::vector<Line> lines_{};
};

enum class State : int { Open, Closed };

template <typename T>
concept Priced = requires(T t) { t.price; };

// @core_logic
template <typename T>
auto Order<T>::worth() const noexcept -> int {
  int sum = 0;
  for (const auto& line : lines_) sum += line.price;
  return sum;
}

const std::vector<int> primes = {
  2,
  3,
  5,
};

}  // namespace shop

extern "C" {
int order_open(const char* id) {
  return id != nullptr ? 1 : 0;
}
}

std::ostream& operator<<(std::ostream& out, const shop::Order<int>& order) {
  return out << "größe 😀";
}
