/**
 * Who did what in the back office. Whoever changes something as staff or administrator leaves an entry here, in the same
 * transaction, so that there is none without a deed and no deed without one. What guests do to seats is in the ledger of
 * the seats instead.
 */
@NullMarked
package org.frontrow.audit;

import org.jspecify.annotations.NullMarked;
