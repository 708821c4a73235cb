package isthmus.app.conformance;

import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import isthmus.core.south.GuestProcess;
import isthmus.core.south.GuestThread;
import isthmus.core.south.Platform;
import isthmus.core.south.PlatformProvider;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class InterruptingProviderTest {
    /** One of those that lead to a thread, each to the next. */
    private static <T> T fake(Class<T> type, Function<String, Object> answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answers.apply(method.getName())));
    }

    @Test
    void aHostThatFailsToInterruptFailsTheTests() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        IllegalStateException broken = new IllegalStateException("the host is broken");
        GuestThread thread = fake(GuestThread.class, name -> {
            asked.countDown();
            throw broken;
        });
        GuestProcess process = fake(GuestProcess.class, name -> thread);
        Platform platform = fake(Platform.class, name -> process);
        InterruptingProvider interrupting =
                new InterruptingProvider(fake(PlatformProvider.class, name -> platform), 1000);
        interrupting.assertInterrupts();
        interrupting.provider().open(complaint -> {}).spawn().newThread();
        asked.await();
        interrupting.awaitEnd();
        AssertionError error = assertThrows(AssertionError.class, interrupting::assertInterrupts);
        assertSame(broken, error.getCause());
    }
}
