/**
 * What is on: movies, screens with their places, and shows. Plain data that changes rarely, kept as active records.
 * It knows nothing of seats; whoever keeps them hands in a {@link org.frontrow.catalog.ShowSeats}.
 */
@NullMarked
package org.frontrow.catalog;

import org.jspecify.annotations.NullMarked;
