package isthmus.linux;

/** What uname(2) tells. The host and domain names may change; 64 bytes at most each. */
public final class UtsNames {
    public static final String SYSNAME = "Linux";
    /** A Linux that has everything that programs ask the number for. */
    public static final String RELEASE = "6.1.0-isthmus";

    public static final String VERSION = "#1 SMP PREEMPT_DYNAMIC Isthmus";
    public static final String MACHINE = "x86_64";

    private volatile String nodeName;
    private volatile String domainName = "(none)";

    public UtsNames(String nodeName) {
        this.nodeName = nodeName;
    }

    public String nodeName() {
        return nodeName;
    }

    public void setNodeName(String nodeName) {
        this.nodeName = nodeName;
    }

    public String domainName() {
        return domainName;
    }

    public void setDomainName(String domainName) {
        this.domainName = domainName;
    }
}
