package isthmus.app.conformance;

import isthmus.core.south.GuestProcess;
import isthmus.core.south.GuestThread;
import isthmus.core.south.Platform;
import isthmus.core.south.PlatformProvider;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A host whose guest threads are interrupted at random, for no reason: no program may notice. It passes all calls on, and
 * stands before what they return for as long as that leads to a thread.
 */
final class InterruptingProvider {
    private static final long SECOND = 1_000_000_000;
    /** What leads to a thread. */
    private static final List<Class<?>> WRAPPED = List.of(Platform.class, GuestProcess.class, GuestThread.class);

    /** Guarded by itself, for moments only: who starts or ends a thread waits for no other one. */
    private final List<Victim> victims = new ArrayList<>();

    private final Random random = new Random(1);

    private final PlatformProvider provider;
    private final Thread interrupter;
    /** How often a thread was interrupted. */
    private final AtomicLong count = new AtomicLong();
    /** Why no thread is interrupted any more, or null. */
    private volatile Throwable failure;

    /** @param times how often a second a thread that was chosen at random is interrupted */
    InterruptingProvider(PlatformProvider host, int times) {
        provider = wrap(PlatformProvider.class, host);
        interrupter = new Thread(() -> interrupt(SECOND / times), "interrupts at random");
        interrupter.setDaemon(true);
        interrupter.setUncaughtExceptionHandler((thread, e) -> failure = e);
        interrupter.start();
    }

    PlatformProvider provider() {
        return provider;
    }

    /** Returns when no thread is interrupted any more, which should never be. */
    void awaitEnd() throws InterruptedException {
        interrupter.join();
    }

    long count() {
        return count.get();
    }

    /** Fails if no thread is interrupted any more: what was run since has proved nothing. */
    void assertInterrupts() {
        Throwable why = failure;
        if (why != null) {
            throw new AssertionError("no thread is interrupted any more", why);
        }
    }

    /** A thread that may be interrupted. Its monitor is held meanwhile, so that it is not closed then; it is never taken within another. */
    private static final class Victim {
        private final GuestThread thread;
        private boolean closed;

        Victim(GuestThread thread) {
            this.thread = thread;
        }

        /** False if it was closed before. */
        synchronized boolean interrupt() {
            if (!closed) {
                thread.interrupt();
            }
            return !closed;
        }

        synchronized void close() {
            closed = true;
        }
    }

    private void interrupt(long pause) {
        try {
            while (true) {
                long nanos = random.nextInt((int) (2 * pause));
                Thread.sleep(nanos / 1_000_000, (int) (nanos % 1_000_000));
                Victim victim = victim();
                if (victim != null && victim.interrupt()) {
                    count.incrementAndGet();
                }
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("somebody else interrupted this thread", e);
        }
    }

    private Victim victim() {
        synchronized (victims) {
            return victims.isEmpty() ? null : victims.get(random.nextInt(victims.size()));
        }
    }

    private <T> T wrap(Class<T> type, Object host) {
        Victim victim = host instanceof GuestThread thread ? new Victim(thread) : null;
        Object wrapped = Proxy.newProxyInstance(
                InterruptingProvider.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (method.getName().equals("equals")) {
                        return proxy == arguments[0];
                    }
                    if (victim != null && method.getName().equals("close")) {
                        synchronized (victims) {
                            victims.remove(victim);
                        }
                        victim.close();
                    }
                    try {
                        Object result = method.invoke(host, arguments);
                        return WRAPPED.contains(method.getReturnType()) ? wrap(method.getReturnType(), result) : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        if (victim != null) {
            synchronized (victims) {
                victims.add(victim);
            }
        }
        return type.cast(wrapped);
    }
}
