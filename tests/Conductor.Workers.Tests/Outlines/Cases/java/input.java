/* Copyright 2020 Somebody
 * Licensed under the Apache License, Version 2.0
 * that is all
 */
package shop;

import java.util.List;
import java.util.Map;

/**
 * An order. It has lines.
 *
 * @since 1
 */
@Entity
public class Order<T extends Line> implements Comparable<Order<T>> {
    private static final int LIMIT = 12, OTHER = 3;
    private static final Map<String, Integer> NAMES = Map.of(
        "open", 1,
        "closed", 2,
        "größe", 3);

    static {
        System.loadLibrary("shop");
    }

    private final List<T> lines;

    /** Makes one. */
    public Order(List<T> lines) {
        this.lines = lines;
        check();
    }

    // [HOT]
    @Override
    @SuppressWarnings("unchecked")
    public int compareTo(Order<T> other) {
        return Integer.compare(worth(), other.worth());
    }

    public int worth() {
        Runnable print = new Runnable() {
            public void run() { System.out.println("😀"); }
        };
        print.run();
        return lines.stream().mapToInt(Line::price).sum();
    }

    abstract static class Inner {
        abstract void run();
        native int size();
    }

    enum State { OPEN, CLOSED }

    enum Kind {
        SMALL(1), LARGE(2);

        private final int size;

        Kind(int size) {
            this.size = size;
            log(size);
        }
    }

    record Point(int x, int y) {
        Point {
            if (x < 0) throw new IllegalArgumentException();
        }
    }

    interface Visitor { void visit(Line line); default void end() { System.out.println("the end of it"); } }

    @interface Marked { String value() default ""; }
}
