/**
 * A fuzzer that reads the description of the API and asks what it allows, what it nearly allows and what nobody would ask,
 * as those who are signed in and as strangers; and that knows what an answer has to look like, whatever was asked.
 *
 * <p>It knows nothing of seats, except for {@link org.frontrow.proof.fuzz.House}: which ones there are, and whose.
 */
@NullMarked
package org.frontrow.proof.fuzz;

import org.jspecify.annotations.NullMarked;
