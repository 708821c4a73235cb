package isthmus.linux.task;

import isthmus.core.wait.PollEvents;
import isthmus.linux.signal.Signal;
import isthmus.linux.tty.ControllingTerminal;

/** What a task, and a process, leaves to its family when it ends: orphans, a zombie, signals. Everything is called with the task lock held. */
final class Legacy {
    private final ProcessTree tree;
    private final ThreadGroup ancestor;

    Legacy(ProcessTree tree, ThreadGroup ancestor) {
        this.tree = tree;
        this.ancestor = ancestor;
    }

    /** Children of a task that ends go to another task of its process, or to the nearest subreaper, or to the ancestor. */
    void moveChildren(Task task) {
        ThreadGroup process = task.group();
        Task[] others = process.tasks();
        ThreadGroup reaper = others.length > 0 ? process : reaperFor(process);
        Task reaperTask = reaper.tasks().length > 0 ? reaper.tasks()[0] : null;
        for (ThreadGroup child : process.children().toArray(new ThreadGroup[0])) {
            if (child.parentTask() != task && reaper == process) {
                continue;
            }
            child.setParent(reaper, reaperTask);
            parentDied(child, task);
            if (reaper != process) {
                process.children().remove(child);
                reaper.children().add(child);
                adopted(child, process);
            }
        }
    }

    private void parentDied(ThreadGroup child, Task parent) {
        for (Task task : child.tasks()) {
            int signal = task.attributes().parentDeathSignal;
            if (signal != 0) {
                ChildSignals.parentDeath(child, signal, parent);
                break;
            }
        }
    }

    /** A child got another parent process: its exit signal becomes SIGCHLD; if it has ended already the new parent hears of it. */
    private void adopted(ThreadGroup child, ThreadGroup from) {
        if (child.exitSignal() != 0) {
            child.setExitSignal(Signal.SIGCHLD);
        }
        if (child.isZombie()) {
            tellParentOfEnd(child);
        }
        ProcessGroup group = child.processGroup();
        if (group != null && group != from.processGroup() && group.session() == from.session()) {
            hangUpIfNewlyOrphaned(group, null);
        }
    }

    private ThreadGroup reaperFor(ThreadGroup process) {
        if (process.hasSubreaperAbove()) {
            for (ThreadGroup above = process.parent(); above != null && above != ancestor; above = above.parent()) {
                if (above.isSubreaper() && above.tasks().length > 0) {
                    return above;
                }
            }
        }
        return ancestor;
    }

    void processEnds(ThreadGroup process) {
        ProcessGroup group = process.processGroup();
        boolean couldOrphan = process.parent() != ancestor
                && process.parent().processGroup() != group
                && process.parent().session() == process.session();
        ControllingTerminal.processEnds(process);
        process.setZombie();
        if (couldOrphan) {
            hangUpIfNewlyOrphaned(group, process);
        }
        process.endEvents().wake(PollEvents.READABLE);
        tellParentOfEnd(process);
    }

    /** A group that has become orphaned and has stopped members gets SIGHUP and SIGCONT (POSIX). */
    private void hangUpIfNewlyOrphaned(ProcessGroup group, ThreadGroup leaving) {
        if (!group.isOrphaned(leaving)) {
            return;
        }
        for (ThreadGroup member : group.members()) {
            if (member.signals().isStopped()) {
                ChildSignals.hangUp(group);
                return;
            }
        }
    }

    private void tellParentOfEnd(ThreadGroup process) {
        ThreadGroup parent = process.parent();
        if (parent == ancestor || ChildSignals.childEnded(parent, process)) {
            tree.reap(process);
        }
        parent.childEvents().wake(PollEvents.READABLE);
    }
}
