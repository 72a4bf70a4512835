/**
 * An example to copy: how a program asks Frontrow for seats over a network that loses answers. {@code docs/clients.md}
 * explains it; the proofs in {@code org.frontrow.proof} use it.
 */
@NullMarked
package org.frontrow.client;

import org.jspecify.annotations.NullMarked;
