/**
 * What the house wants to know of its shows: what was sold, when, which seats, and what became of holds. Everything is
 * counted from the ledger and the bookings, by SQL, at the moment somebody asks. Of shows that have been quiet for a
 * while a tally is kept beside, outside of any sale, so that a year is quick; it is only used while the ledger has
 * nothing later. So both ways always tell the same.
 */
@NullMarked
package org.frontrow.numbers;

import org.jspecify.annotations.NullMarked;
