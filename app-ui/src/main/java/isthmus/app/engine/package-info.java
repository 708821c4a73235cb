/**
 * The engine as the command line and the window use it: starts runs, several at once, and tells how they end. Knows no
 * window, and no host but through {@link isthmus.core.south.PlatformProvider}.
 */
package isthmus.app.engine;
