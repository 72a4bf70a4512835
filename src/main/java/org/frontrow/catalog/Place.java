package org.frontrow.catalog;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import org.jspecify.annotations.Nullable;

/**
 * A physical chair of a screen. {@code x} grows to the right for a guest who faces the screen, {@code y} grows away from
 * the screen; both are in chair widths.
 */
@Entity
public class Place extends PanacheEntityBase {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public @Nullable Long id;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    public @Nullable Screen screen;

    public String rowLabel;
    public int number;
    public double x;
    public double y;

    @Enumerated(EnumType.STRING)
    public Kind kind = Kind.STANDARD;

    public enum Kind {
        STANDARD,
        WHEELCHAIR,
        COMPANION,
        LOVE_SEAT,
        /** Drawn, and never sold: a pillar stands before it, or it is broken for good. */
        BLOCKED
    }

    protected Place() {
        this.rowLabel = "";
    }

    Place(Screen screen, String rowLabel, int number, double x, double y) {
        this.screen = screen;
        this.rowLabel = rowLabel;
        this.number = number;
        this.x = x;
        this.y = y;
    }
}
