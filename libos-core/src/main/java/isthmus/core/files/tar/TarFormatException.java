package isthmus.core.files.tar;

/** An archive is not what it should be; the message ends the sentence "The archive X …". */
final class TarFormatException extends Exception {
    private static final long serialVersionUID = 1L;

    TarFormatException(String message) {
        super(message);
    }
}
