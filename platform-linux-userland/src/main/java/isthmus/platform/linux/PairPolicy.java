package isthmus.platform.linux;

import isthmus.core.handoff.SpinPolicy;

/** Who may spin, and which threads share a core when nobody may; see {@link Pairing}. */
final class PairPolicy extends SpinPolicy {
    /** One for all runs of this process, which share the cores. */
    static final PairPolicy OF_HOST = new PairPolicy();

    final Affinity affinity = new Affinity();

    @Override
    public boolean isCrowded() {
        return super.isCrowded() && affinity.cores() > 1;
    }
}
