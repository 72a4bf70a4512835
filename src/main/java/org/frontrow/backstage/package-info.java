/**
 * The page for those who develop the service: what the desk does, who has which seat, a show or a token at the press of a
 * button, the end of a hold without the wait. In builds of the profile {@code dev} only, so nobody may depend on it.
 */
@NullMarked
package org.frontrow.backstage;

import org.jspecify.annotations.NullMarked;
