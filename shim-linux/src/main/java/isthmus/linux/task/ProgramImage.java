package isthmus.linux.task;

import isthmus.core.files.PathNode;

/**
 * The program that a process runs, as /proc shows it. Addresses are guest addresses; the ranges are what the guest's own
 * stack holds, which it may have changed since.
 *
 * @param executable where the program was found, or null
 * @param executableName its path as it was asked for, for {@code AT_EXECFN}
 * @param argumentsStart the first byte of the first argument
 * @param argumentsEnd after the NUL of the last argument
 * @param environmentStart the first byte of the first variable
 * @param environmentEnd after the NUL of the last variable
 * @param auxiliary the auxiliary vector, type and value by turns, with the final AT_NULL
 */
public record ProgramImage(
        PathNode executable,
        String executableName,
        long codeStart,
        long codeEnd,
        long dataStart,
        long dataEnd,
        long breakStart,
        long stackStart,
        long argumentsStart,
        long argumentsEnd,
        long environmentStart,
        long environmentEnd,
        long[] auxiliary) {}
