/**
 * Host directories as file systems, through java.nio alone.
 *
 * <p>The host never follows a symbolic link for a guest: every component is looked at with NOFOLLOW_LINKS, and links are
 * resolved by {@link isthmus.core.files.PathWalk} in the guest's own name space. A host path is always made of the shared
 * folder and names of its directories, none of them "." or "..".
 */
package isthmus.core.files.host;
