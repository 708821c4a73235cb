package isthmus.app.record;

/** Filters that are often wanted. */
public enum TracePresets {
    ERRORS("errno:*"),
    FILES(
            "path:* or call:open*,creat,close,read,readv,pread*,write,writev,pwrite*,lseek,getdents*,*stat*,fsync,fdatasync"
                    + ",ftruncate,fallocate,flock,dup*,fcntl,sendfile,copy_file_range,splice"),
    NETWORK(
            "call:socket*,connect,accept*,bind,listen,send*,recv*,shutdown,getsockname,getpeername,getsockopt,setsockopt"),
    PROCESSES(
            "call:clone*,fork,vfork,execve*,exit*,wait*,kill,tkill,tgkill,pidfd_*,setsid,setpgid,signal,start,exec,end"),
    NOT_IMPLEMENTED("is:missing"),
    SLOW("time>1ms"),
    NO_MEMORY_NOISE("not call:mmap,munmap,mprotect,mremap,madvise,brk,futex,rt_sigprocmask,rt_sigaction");

    private final String expression;

    TracePresets(String expression) {
        this.expression = expression;
    }

    /** For {@link TraceFilter#parse}. */
    public String expression() {
        return expression;
    }
}
