package isthmus.app.record;

/** A pattern for paths: one without a slash is about the last part of the path, whatever is before it. */
final class PathGlob implements PathTest.Match {
    private final Glob glob;
    private final boolean lastPart;

    private PathGlob(String pattern, boolean lastPart) {
        this.glob = new Glob(pattern);
        this.lastPart = lastPart;
    }

    static PathGlob of(String pattern) {
        return new PathGlob(pattern, pattern.indexOf('/') < 0);
    }

    @Override
    public boolean matches(byte[] path, int length) {
        int from = 0;
        if (lastPart) {
            for (from = length; from > 0 && path[from - 1] != '/'; from--) {}
        }
        return glob.matches(path, from, length);
    }
}
