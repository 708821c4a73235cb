/** System V inter-process communication (sysvipc(7)). */
package isthmus.linux.ipc;
