/**
 * What the platforms share of the hand-off between the kernel and the stub: the slot of a guest thread, the kernel's side of
 * the protocol, and the machine code of the stub's side. Not for anything above the South interface.
 */
package isthmus.core.handoff;
