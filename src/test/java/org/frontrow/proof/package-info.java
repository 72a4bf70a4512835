/**
 * Whether what Frontrow promises holds: clients that log what they were told, a checker that compares it with what became
 * of the seats, bugs that the checker must catch, faults that the service must survive, attacks that it must not mind.
 *
 * <p>Everything in here carries the tag {@code proof} and has a short form, which is part of {@code ./mvnw verify}, and a
 * long one: {@code ./mvnw verify -Pproof}, which writes down in {@code docs/proof} what it found.
 */
@NullMarked
package org.frontrow.proof;

import org.jspecify.annotations.NullMarked;
