/**
 * A small cinema to play with: movies, screens, shows that lie in the future, and two accounts. In development and
 * where {@code frontrow.demo=true}; nobody but the developer page may depend on it.
 */
@NullMarked
package org.frontrow.demo;

import org.jspecify.annotations.NullMarked;
