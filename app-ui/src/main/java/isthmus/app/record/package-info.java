/** What a run's system calls were: kept, filtered and exported. Knows no window. */
package isthmus.app.record;
