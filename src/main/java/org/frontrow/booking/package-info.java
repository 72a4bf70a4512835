/**
 * What was sold: bookings with their tickets. The desk writes them in the transaction that books the seats
 * ({@link org.frontrow.booking.BookingLedger}); here they are found, shown and given back, always by asking who asks.
 */
@NullMarked
package org.frontrow.booking;

import org.jspecify.annotations.NullMarked;
