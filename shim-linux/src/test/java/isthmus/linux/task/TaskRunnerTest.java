package isthmus.linux.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** How a task ends whose process is gone on the host. */
class TaskRunnerTest {
    /** A task of a process that lives longer, as this one's end is not the matter here. */
    private static Task newTask(GuestFixture guest) {
        Task task = guest.newTask();
        guest.process.add(task);
        assertTrue(guest.space.tryRetain(), "for the task, which gives it back");
        return task;
    }

    private static void serve(Task task) {
        StartGate gate = new StartGate();
        gate.decide(true);
        new TaskRunner(task, gate).run();
    }

    @Test
    void aProgramThatVanishesIsReportedOnce() {
        try (GuestFixture guest = new GuestFixture()) {
            newTask(guest);
            Task first = newTask(guest);
            Task second = newTask(guest);
            serve(first); // a mock's thread without a script is gone
            serve(second);
            assertEquals(ProcessTree.KILLED, guest.process.exitStatus());
            assertEquals(
                    List.of("process " + guest.process.pid() + " (" + first.name()
                            + ") was killed: its process on the host is gone"),
                    guest.complaints);
        }
    }

    @Test
    void aProgramThatWasToEndVanishesWithoutAWord() {
        try (GuestFixture guest = new GuestFixture()) {
            newTask(guest);
            Task task = newTask(guest);
            guest.kernel.tree().exitProcess(guest.process, 0);
            serve(task);
            assertEquals(List.of(), guest.complaints);
        }
    }
}
