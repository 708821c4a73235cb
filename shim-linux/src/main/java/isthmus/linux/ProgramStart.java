package isthmus.linux;

import isthmus.core.files.Credentials;
import isthmus.core.files.FdTable;
import java.util.List;

/**
 * What the first process of a run is to be. Strings are bytes, one char each (ISO 8859-1).
 *
 * @param program a path, or a name without a slash, which is looked for along {@code PATH}
 * @param arguments with the name of the program first
 * @param environment {@code NAME=value} each
 * @param workingDirectory an absolute path of the guest
 * @param files its descriptors; they pass to the process
 */
public record ProgramStart(
        String program,
        List<String> arguments,
        List<String> environment,
        String workingDirectory,
        Credentials credentials,
        FdTable files) {
    public ProgramStart {
        arguments = List.copyOf(arguments);
        environment = List.copyOf(environment);
    }
}
