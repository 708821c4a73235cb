/** POSIX message queues (mq_overview(7)) and the file system that they are in. */
package isthmus.linux.mqueue;
