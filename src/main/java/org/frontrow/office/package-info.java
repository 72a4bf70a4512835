/** What staff and administrators look at: the audit trail, the numbers, the door. It changes nothing by itself. */
@NullMarked
package org.frontrow.office;

import org.jspecify.annotations.NullMarked;
