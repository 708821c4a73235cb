package isthmus.core.memory;

/**
 * How much memory a process, or one mapping of it, takes; all in bytes. For {@code /proc/pid/status}, {@code statm} and
 * {@code smaps}.
 *
 * @param total of all mappings (VmSize)
 * @param peak the most that {@code total} has been (VmPeak); of one mapping, its size
 * @param data private and writable (VmData)
 * @param stack the growing ones (VmStk)
 * @param executable (VmExe and VmLib together)
 * @param locked (VmLck)
 * @param residentAnonymous private pages that hold memory (RssAnon)
 * @param residentFile pages shown of files (RssFile)
 * @param residentShared pages shown of shared anonymous memory and of files in memory (RssShmem)
 */
public record MemoryUsage(
        long total,
        long peak,
        long data,
        long stack,
        long executable,
        long locked,
        long residentAnonymous,
        long residentFile,
        long residentShared) {

    /** VmRSS. */
    public long resident() {
        return residentAnonymous + residentFile + residentShared;
    }
}
