package isthmus.core.files;

/**
 * How a path is walked.
 *
 * @param followLast whether a symbolic link in the last component is followed (without O_NOFOLLOW, AT_SYMLINK_NOFOLLOW)
 * @param directory the result must be a directory (ENOTDIR)
 * @param noSymlinks RESOLVE_NO_SYMLINKS: ELOOP on any
 * @param beneath RESOLVE_BENEATH: EXDEV where the path leaves its start
 * @param inRoot RESOLVE_IN_ROOT: the start is the root directory
 * @param noXdev RESOLVE_NO_XDEV: EXDEV where the path crosses into another mount
 * @param noMagicLinks RESOLVE_NO_MAGICLINKS: ELOOP on links such as /proc/self/exe
 */
public record WalkOptions(
        boolean followLast,
        boolean directory,
        boolean noSymlinks,
        boolean beneath,
        boolean inRoot,
        boolean noXdev,
        boolean noMagicLinks) {
    public static final int RESOLVE_NO_XDEV = 1,
            RESOLVE_NO_MAGICLINKS = 2,
            RESOLVE_NO_SYMLINKS = 4,
            RESOLVE_BENEATH = 8;
    public static final int RESOLVE_IN_ROOT = 16, RESOLVE_CACHED = 32;

    public static final WalkOptions FOLLOW = new WalkOptions(true, false, false, false, false, false, false);
    public static final WalkOptions NOFOLLOW = new WalkOptions(false, false, false, false, false, false, false);

    /** {@code FOLLOW} or {@code NOFOLLOW}. */
    public static WalkOptions follow(boolean followLast) {
        return followLast ? FOLLOW : NOFOLLOW;
    }

    /** From the {@code resolve} field of openat2(2); unknown bits and RESOLVE_CACHED are the caller's to refuse. */
    public static WalkOptions ofResolve(long resolve, boolean followLast) {
        boolean noSymlinks = (resolve & RESOLVE_NO_SYMLINKS) != 0;
        return new WalkOptions(
                followLast,
                false,
                noSymlinks,
                (resolve & RESOLVE_BENEATH) != 0,
                (resolve & RESOLVE_IN_ROOT) != 0,
                (resolve & RESOLVE_NO_XDEV) != 0,
                noSymlinks || (resolve & RESOLVE_NO_MAGICLINKS) != 0);
    }

    public WalkOptions withFollowLast(boolean follow) {
        return new WalkOptions(follow, directory, noSymlinks, beneath, inRoot, noXdev, noMagicLinks);
    }

    public WalkOptions withDirectory() {
        return new WalkOptions(followLast, true, noSymlinks, beneath, inRoot, noXdev, noMagicLinks);
    }
}
