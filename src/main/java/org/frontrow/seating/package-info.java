/**
 * The heart of the house: who has which seat. The rules are pure ({@link org.frontrow.seating.SeatState}), the desk
 * ({@link org.frontrow.seating.SeatDesk}) applies them to everybody who waits in one transaction, and the ledger
 * ({@link org.frontrow.seating.SeatLedger}) is the only code that ever writes a seat.
 */
@NullMarked
package org.frontrow.seating;

import org.jspecify.annotations.NullMarked;
