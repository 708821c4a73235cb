package isthmus.linux.calls;

import java.util.List;

/** The rows of all topics: what there is of Linux's system calls. One topic a line, in alphabetical order. */
public final class Topics {
    public static final List<List<SystemCall>> ALL = List.of(
            AccessCalls.ROWS, //
            ArchPrctlCalls.ROWS,
            AttributeCalls.ROWS,
            CapabilityCalls.ROWS,
            ClockCalls.ROWS,
            CloneCalls.ROWS,
            CloseCalls.ROWS,
            CredentialCalls.ROWS,
            DescriptorCalls.ROWS,
            DirectoryCalls.ROWS,
            EpollCalls.ROWS,
            EventCalls.ROWS,
            ExecCalls.ROWS,
            ExitCalls.ROWS,
            FcntlCalls.ROWS,
            FileTimeCalls.ROWS,
            FutexCalls.ROWS,
            IdentityCalls.ROWS,
            InotifyCalls.ROWS,
            IoctlCalls.ROWS,
            KillCalls.ROWS,
            LimitCalls.ROWS,
            LinkCalls.ROWS,
            ListingCalls.ROWS,
            LockCalls.ROWS,
            MemfdCalls.ROWS,
            MemoryCalls.ROWS,
            MessageCalls.ROWS,
            MountCalls.ROWS,
            OpenCalls.ROWS,
            PipeCalls.ROWS,
            PollCalls.ROWS,
            ReadWriteCalls.ROWS,
            RefusedFileCalls.ROWS,
            SchedulingCalls.ROWS,
            SeekCalls.ROWS,
            SelectCalls.ROWS,
            SendfileCalls.ROWS,
            SignalActionCalls.ROWS,
            SignalFdCalls.ROWS,
            SignalWaitCalls.ROWS,
            SizeCalls.ROWS,
            SleepCalls.ROWS,
            SocketCalls.ROWS,
            SocketOptionCalls.ROWS,
            SpliceCalls.ROWS,
            StatCalls.ROWS,
            SyncCalls.ROWS,
            SystemCalls.ROWS,
            TimerCalls.ROWS,
            TimerFdCalls.ROWS,
            WaitCalls.ROWS,
            XattrCalls.ROWS);

    private Topics() {}
}
