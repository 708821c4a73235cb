package isthmus.app.window.start;

import isthmus.app.engine.ByteSize;
import isthmus.app.engine.GuestText;
import isthmus.app.engine.HostName;
import isthmus.app.engine.HostPaths;
import isthmus.app.engine.OptionException;
import isthmus.app.engine.RunOptions;
import isthmus.app.engine.TerminalMode;
import isthmus.app.engine.Trace;
import isthmus.app.engine.UserIds;
import isthmus.app.engine.Volume;
import isthmus.app.window.Strings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a form says as options of a run, or what is wrong with which field. Asks the host for files, so not for the JavaFX
 * thread.
 *
 * @param errors a sentence for each field that cannot be
 * @param root empty if there is an error in it
 * @param options empty if there are errors
 */
public record FormCheck(Map<Field, String> errors, Optional<Path> root, Optional<RunOptions> options) {
    public enum Field {
        ROOT,
        PROGRAM,
        ARGUMENTS,
        ENVIRONMENT,
        WORKDIR,
        USER,
        SHARES,
        MEMORY,
        HOSTNAME
    }

    /** Takes text apart; an {@link OptionException} says what is wrong with it. */
    @FunctionalInterface
    private interface Reading<T> {
        T read();
    }

    public static FormCheck of(RunForm form) {
        return new Reader(form).check();
    }

    private static final class Reader {
        private final RunForm form;
        private final Map<Field, String> errors = new EnumMap<>(Field.class);

        Reader(RunForm form) {
            this.form = form;
        }

        FormCheck check() {
            Path root = read(Field.ROOT, this::root);
            List<String> command = new ArrayList<>();
            command.add(read(Field.PROGRAM, this::program));
            List<String> arguments = read(Field.ARGUMENTS, this::arguments);
            Map<String, String> environment = read(Field.ENVIRONMENT, this::environment);
            String workdir =
                    read(Field.WORKDIR, () -> RunOptions.checkWorkdir(name(Field.WORKDIR), bytes(form.workdir())));
            UserIds user = read(
                    Field.USER,
                    () -> UserIds.parse(name(Field.USER), form.user().strip()));
            List<Volume> shares = read(Field.SHARES, this::shares);
            OptionalLong memory = read(Field.MEMORY, this::memory);
            String hostname = read(
                    Field.HOSTNAME,
                    () -> HostName.parse(name(Field.HOSTNAME), form.hostname().strip()));
            if (!errors.isEmpty()) {
                return new FormCheck(errors, Optional.ofNullable(root), Optional.empty());
            }
            command.addAll(arguments);
            try {
                return new FormCheck(
                        errors,
                        Optional.of(root),
                        Optional.of(new RunOptions(
                                root,
                                environment,
                                workdir,
                                user,
                                hostname,
                                shares,
                                memory,
                                TerminalMode.AUTO,
                                Trace.OFF,
                                command)));
            } catch (OptionException e) { // what only the whole can tell, such as a zero byte in an argument
                errors.put(Field.PROGRAM, sentence(e));
                return new FormCheck(errors, Optional.ofNullable(root), Optional.empty());
            }
        }

        private <T> T read(Field field, Reading<T> reading) {
            try {
                return reading.read();
            } catch (OptionException e) {
                errors.put(field, sentence(e));
                return null;
            }
        }

        private Path root() {
            if (form.root().isBlank()) {
                throw wrong("form.root.missing");
            }
            return HostPaths.existing(name(Field.ROOT), bytes(form.root()));
        }

        private String program() {
            if (form.program().isEmpty()) {
                throw wrong("form.program.missing");
            }
            return bytes(form.program());
        }

        private List<String> arguments() {
            try {
                return Words.split(form.arguments()).stream()
                        .map(GuestText::bytes)
                        .toList();
            } catch (Words.UnfinishedException e) {
                throw wrong(
                        e.what() == '\\' ? "form.arguments.backslash" : "form.arguments.quote",
                        String.valueOf(e.what()));
            }
        }

        private Map<String, String> environment() {
            Map<String, String> environment = new LinkedHashMap<>();
            for (RunForm.Variable variable : form.environment()) {
                if (variable.name().isEmpty() && variable.value().isEmpty()) {
                    continue; // a row that was added and not filled in
                }
                if (variable.name().isEmpty() || variable.name().indexOf('=') >= 0) {
                    throw wrong("form.environment.wrong", variable.name());
                }
                if (environment.put(bytes(variable.name()), bytes(variable.value())) != null) {
                    throw wrong("form.environment.twice", variable.name());
                }
            }
            return environment;
        }

        private List<Volume> shares() {
            List<Volume> volumes = new ArrayList<>();
            for (RunForm.Share share : form.shares()) {
                if (share.host().isBlank() && share.guest().isBlank()) {
                    continue;
                }
                Path host = HostPaths.existing(name(Field.SHARES), bytes(share.host()));
                if (!Files.isDirectory(host)) {
                    throw wrong("form.shares.file", share.host());
                }
                volumes.add(new Volume(host, bytes(share.guest().strip()), share.readOnly()));
            }
            return volumes;
        }

        private OptionalLong memory() {
            String text = form.memory().strip();
            return text.isEmpty() ? OptionalLong.empty() : OptionalLong.of(ByteSize.parse(name(Field.MEMORY), text));
        }

        private static OptionException wrong(String key, Object... arguments) {
            return new OptionException(bytes(Strings.of(key, arguments)));
        }

        private static String bytes(String text) {
            return GuestText.bytes(text);
        }

        /** What a message calls a field. */
        private static String name(Field field) {
            return Strings.of("form." + field.name().toLowerCase(Locale.ROOT) + ".name");
        }

        /** From a message of the engine: bytes, no capital, no full stop. */
        private static String sentence(OptionException e) {
            String text = GuestText.show(e.getMessage());
            String first = text.isEmpty() ? "" : text.substring(0, 1).toUpperCase(Locale.ROOT);
            return first + text.substring(Math.min(1, text.length())) + (text.endsWith(".") ? "" : ".");
        }
    }
}
