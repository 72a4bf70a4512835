/**
 * Tells everybody who looks at a show what happens to its seats while they look: server-sent events, made once for all
 * who watch. It reads the maps that {@code seating} keeps and changes nothing.
 */
@NullMarked
package org.frontrow.live;

import org.jspecify.annotations.NullMarked;
