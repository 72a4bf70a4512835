package org.frontrow.seating;

import org.frontrow.audit.Deed;
import org.jspecify.annotations.Nullable;

/**
 * Says that an order is not the guest's own but somebody's of the staff.
 *
 * @param account of whoever did it
 * @param deed for the audit trail, where it is written in the same transaction if the order changes anything
 * @param note what is to be read beside it in the history of the seat: a reason, or a guest's name
 */
record ByHouse(
        long account, String username, Deed deed, @Nullable String note) {}
