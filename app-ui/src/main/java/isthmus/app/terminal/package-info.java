/**
 * The terminal emulator: bytes of a program in, cells, answers and events out. Knows neither JavaFX nor the engine. Models
 * xterm; {@code docs/terminal.md} lists what is understood. Start at {@link isthmus.app.terminal.Terminal}.
 */
package isthmus.app.terminal;
