package isthmus.platform.windows;

import isthmus.core.south.HostCheck;
import isthmus.core.south.HostCheck.Status;
import java.util.ArrayList;
import java.util.List;

/** What {@code isthmus doctor} looks at on Windows. */
final class HostChecks {
    private static final String NOT_KEPT_IN =
            "Hostile programs could reach more than they should: run only what you trust.";

    private static final String FEWER =
            "Libraries of other programs are let into guests' processes, as security programs demand; hostile programs could use what is"
                    + " in them.";

    private static final String TOKEN = "guest's token";

    private HostChecks() {}

    static List<HostCheck> all() {
        List<HostCheck> checks = new ArrayList<>();
        checks.add(HostCheck.cores());
        try (WindowsPlatform platform = new WindowsPlatform(System.err::println)) {
            checks.add(fsgsbase(platform));
            StubProcess stub = platform.makeProcess();
            checks.add(new HostCheck("guest process", Status.OK, "starts, and Isthmus is its debugger", ""));
            checks.add(job(stub));
            checks.add(integrity(stub, platform.confinement().level));
            checks.add(policies(stub));
            checks.add(singlePages(Placeholders.work()));
        } catch (RuntimeException e) {
            checks.add(new HostCheck(
                    "guest process",
                    Status.MISSING,
                    e.getMessage(),
                    "A security program may forbid processes to be debugged, or programs in the temporary folder."));
        }
        return checks;
    }

    private static HostCheck fsgsbase(WindowsPlatform platform) {
        boolean there = platform.host().flags().contains("fsgsbase");
        return HostCheck.fsgsbase(there, "Isthmus needs a processor from 2013 or newer.");
    }

    private static HostCheck job(StubProcess stub) {
        return job(Confinement.isInJob(stub.handle()), stub.host.isLimitedOnDesktop());
    }

    static HostCheck job(boolean there, boolean limited) {
        String what = "one process, ends with Isthmus";
        if (!there || limited) {
            return found("job object", there, what + ", no part in the desktop");
        }
        return new HostCheck(
                "job object",
                Status.SLOWER,
                what + "; without limits on the desktop, as Isthmus is in a job of another program itself",
                "Where the mitigation policies are given guests cannot reach the desktop all the same; else start Isthmus from"
                        + " a console of its own.");
    }

    private static HostCheck integrity(StubProcess stub, Confinement.Level level) {
        return token(Confinement.integrity(stub.handle()), level);
    }

    static HostCheck token(int integrity, Confinement.Level level) {
        boolean low = integrity >= 0 && integrity <= SecurityId.LOW;
        String what = level.words + (low ? "" : ", but this Windows says that its integrity is " + integrity);
        return low && level != Confinement.Level.STRICT
                ? new HostCheck(
                        TOKEN, Status.SLOWER, "less than wanted: " + what, level.restricted ? FEWER : NOT_KEPT_IN)
                : found(TOKEN, low, what);
    }

    private static HostCheck policies(StubProcess stub) {
        return found("mitigation policies", Confinement.hasPolicies(stub.handle()), "no calls of the window system");
    }

    static HostCheck singlePages(boolean there) {
        String what = "parts of shared memory lie where a program wants them, to the page";
        return there
                ? new HostCheck("placeholders", Status.OK, what, "")
                : new HostCheck(
                        "placeholders",
                        Status.SLOWER,
                        "not there: " + what,
                        "Few programs need that; they are told that there is no memory. Windows 10 1803 and later have it.");
    }

    private static HostCheck found(String name, boolean there, String what) {
        return there
                ? new HostCheck(name, Status.OK, what, "")
                : new HostCheck(name, Status.SLOWER, "not given: " + what, NOT_KEPT_IN);
    }
}
