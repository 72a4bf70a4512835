/**
 * Who somebody is, and how they prove it: accounts, passwords, sessions and the tokens that stand for them. Other
 * packages only ever see a {@link Caller}. Guessing a password must be slow for everybody except its owner, and
 * signing out must end a session everywhere at once; most of what is in here exists for one of these two.
 */
@NullMarked
package org.frontrow.account;

import org.jspecify.annotations.NullMarked;
