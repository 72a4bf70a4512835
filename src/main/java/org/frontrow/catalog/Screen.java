package org.frontrow.catalog;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.CascadeType;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.OneToMany;
import jakarta.persistence.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A room with its places. Rows may be of different length, and numbers may have gaps. */
@Entity
public class Screen extends PanacheEntityBase {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public @Nullable Long id;

    public String name;

    /** Grows with each change, also of a place; see {@link org.frontrow.platform.Edition}. */
    @Version
    public long version;

    @OneToMany(mappedBy = "screen", cascade = CascadeType.PERSIST)
    public List<Place> places = new ArrayList<>();

    protected Screen() {
        this.name = "";
    }

    public Screen(String name) {
        this.name = name;
    }

    /** Adds a chair; x and y are in chair widths, see {@link Place}. */
    public Place addPlace(String rowLabel, int number, double x, double y) {
        var place = new Place(this, rowLabel, number, x, y);
        places.add(place);
        return place;
    }

    public static Optional<Screen> named(String name) {
        return find("name", name).firstResultOptional();
    }
}
