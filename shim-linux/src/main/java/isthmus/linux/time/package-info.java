/**
 * Clocks and timers as Linux knows them (time(7)).
 *
 * <p>Lock order: the signal lock of a process, then the monitor of a {@link isthmus.linux.time.ClockTimer}, then that of
 * {@link isthmus.core.time.Timers}. A timer sends its signal, or wakes a queue, without holding its monitor.
 */
package isthmus.linux.time;
