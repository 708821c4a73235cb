package isthmus.core.south.mock;

import isthmus.core.south.GuestProcess;
import isthmus.core.south.HostException;
import isthmus.core.south.HostInfo;
import isthmus.core.south.Platform;
import isthmus.core.south.SharedSegment;
import java.util.ArrayList;
import java.util.List;

/** A platform whose guests are the tests: they read and write through {@link MockProcess}, and script {@link MockThread}. */
public final class MockPlatform implements Platform {
    /** Where patched code would call; nothing is there. */
    public static final long SYSTEM_CALL_ENTRY = 0x7fff_0000_1000L;

    private final int granularity;
    private final boolean trapsForeignCalls;
    private final boolean mapsSinglePages;
    private final List<MockSegment> segments = new ArrayList<>();
    private final List<MockProcess> processes = new ArrayList<>();
    private long residentBytes;
    private int mostSegments = Integer.MAX_VALUE;

    /** @param granularity 4096 as on Linux or 65536 as on Windows */
    public MockPlatform(int granularity) {
        this(granularity, true);
    }

    /** @param trapsForeignCalls as on Linux; else code is looked at before it can be executed */
    public MockPlatform(int granularity, boolean trapsForeignCalls) {
        this(granularity, trapsForeignCalls, false);
    }

    private MockPlatform(int granularity, boolean trapsForeignCalls, boolean mapsSinglePages) {
        this.granularity = granularity;
        this.trapsForeignCalls = trapsForeignCalls;
        this.mapsSinglePages = mapsSinglePages;
    }

    /** The granularity of Windows, and single pages for who needs them. */
    public static MockPlatform withSinglePages() {
        return new MockPlatform(65536, true, true);
    }

    @Override
    public boolean trapsForeignCalls() {
        return trapsForeignCalls;
    }

    @Override
    public long guestAddressLimit() {
        return 0x7fff_0000_0000L;
    }

    /** With the granularity of Windows, what Windows keeps too. */
    @Override
    public long hostAddresses() {
        return granularity > 4096 ? 0x7000_0000L : guestAddressLimit();
    }

    @Override
    public long hostAddressesEnd() {
        return granularity > 4096 ? 0x2_0000_0000L : guestAddressLimit();
    }

    @Override
    public int mappingGranularity() {
        return granularity;
    }

    @Override
    public boolean mapsSinglePages() {
        return mapsSinglePages;
    }

    @Override
    public synchronized SharedSegment allocateSegment() {
        if (segments.size() >= mostSegments) {
            throw new HostException("no more segments");
        }
        MockSegment segment = new MockSegment(segments.size());
        segments.add(segment);
        return segment;
    }

    @Override
    public synchronized GuestProcess spawn() {
        MockProcess process = new MockProcess(mapsSinglePages ? 4096 : granularity);
        processes.add(process);
        return process;
    }

    /** All processes that were ever spawned, in order. */
    public synchronized List<MockProcess> processes() {
        return List.copyOf(processes);
    }

    public synchronized int segmentCount() {
        return segments.size();
    }

    @Override
    public HostInfo host() {
        return new HostInfo(2, 1L << 30, "MockProcessor", 6, 1, 1, "Mock processor", 1000, List.of("fpu"), 1);
    }

    @Override
    public long systemCallEntry() {
        return SYSTEM_CALL_ENTRY;
    }

    @Override
    public long residentBytes() {
        return residentBytes;
    }

    /** From now on there are no more than so many. */
    public synchronized void setMostSegments(int count) {
        mostSegments = count;
    }

    /** What {@link #residentBytes()} says from now on. */
    public void setResidentBytes(long bytes) {
        residentBytes = bytes;
    }

    @Override
    public synchronized void close() {
        processes.forEach(MockProcess::close);
        segments.forEach(MockSegment::close);
        segments.clear();
    }
}
