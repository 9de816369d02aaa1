package shop;

class Heads {
    private final int[] lines;

    {
        lines = new int[4];
        lines[0] = 1;
    }

    static {
        System.loadLibrary("heads");
        System.setProperty("a", "b");
    }

    @Deprecated
    Heads() {
        System.out.println("only an attribute stands before it");
    }

    @Override @Deprecated
    String text() {
        return "and two before this one";
    }

    @Override
    public String other() {
        return "a word stands behind this one";
    }

    @interface Empty {}

    @Empty
    class Inner { int size() { return lines.length + lines.length; } }

    @Empty
    enum Kind { SMALL, LARGE }
}
