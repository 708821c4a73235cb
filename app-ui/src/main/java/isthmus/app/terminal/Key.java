package isthmus.app.terminal;

/** Keys that send no character of their own, as {@link KeyEncoder} knows them. */
public enum Key {
    UP('A'),
    DOWN('B'),
    RIGHT('C'),
    LEFT('D'),
    HOME('H'),
    END('F'),
    BEGIN('E'),
    INSERT(2),
    DELETE(3),
    PAGE_UP(5),
    PAGE_DOWN(6),
    F1('P'),
    F2('Q'),
    F3('R'),
    F4('S'),
    F5(15),
    F6(17),
    F7(18),
    F8(19),
    F9(20),
    F10(21),
    F11(23),
    F12(24),
    F13(25),
    F14(26),
    F15(28),
    F16(29),
    F17(31),
    F18(32),
    F19(33),
    F20(34),
    ENTER('\r'),
    TAB('\t'),
    BACKSPACE(0x7f),
    ESCAPE(0x1b),
    KEYPAD_0('0'),
    KEYPAD_1('1'),
    KEYPAD_2('2'),
    KEYPAD_3('3'),
    KEYPAD_4('4'),
    KEYPAD_5('5'),
    KEYPAD_6('6'),
    KEYPAD_7('7'),
    KEYPAD_8('8'),
    KEYPAD_9('9'),
    KEYPAD_DECIMAL('.'),
    KEYPAD_COMMA(','),
    KEYPAD_ADD('+'),
    KEYPAD_SUBTRACT('-'),
    KEYPAD_MULTIPLY('*'),
    KEYPAD_DIVIDE('/'),
    KEYPAD_EQUAL('='),
    KEYPAD_ENTER('\r');

    /** A letter that ends a sequence, a number before {@code ~}, or the character that the key sends. */
    final int code;

    Key(int code) {
        this.code = code;
    }
}
