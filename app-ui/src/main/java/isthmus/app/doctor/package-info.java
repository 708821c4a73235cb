/** {@code isthmus doctor}. */
package isthmus.app.doctor;
