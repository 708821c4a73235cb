/** File systems whose contents are made when they are looked at: what /proc and /sys are built from. */
package isthmus.linux.pseudo;
