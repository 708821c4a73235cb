/** What Isthmus uses of a Windows host that has nothing to do with guest processes. */
package isthmus.platform.windows.host;
