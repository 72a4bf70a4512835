package org.frontrow.catalog;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

@Entity
public class Movie extends PanacheEntityBase {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public @Nullable Long id;

    public String title;
    public @Nullable String description;
    public int durationMinutes;
    /** Absolute, or a path on this service. */
    public @Nullable String posterUrl;

    /** Grows with each change, see {@link org.frontrow.platform.Edition}. */
    @Version
    public long version;

    protected Movie() {
        this.title = "";
    }

    public Movie(String title, int durationMinutes) {
        this.title = title;
        this.durationMinutes = durationMinutes;
    }

    public static Optional<Movie> titled(String title) {
        return find("title", title).firstResultOptional();
    }
}
