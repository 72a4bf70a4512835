package org.frontrow.catalog;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.util.Optional;
import org.frontrow.platform.Sha256;
import org.hibernate.annotations.Immutable;

/** A picture of a movie, found by the SHA-256 of its file: another picture has another address. */
@Entity
@Immutable
public class Poster extends PanacheEntityBase {
    static final String FOLDER = "/posters/";

    @Id
    public String digest;

    @Column(name = "media_type")
    public String mediaType;

    public int width;
    public int height;
    public byte[] picture;

    @SuppressWarnings("NullAway.Init")
    protected Poster() {}

    Poster(Picture picture) {
        this.digest = Sha256.hex(picture.bytes());
        this.mediaType = picture.mediaType();
        this.width = picture.width();
        this.height = picture.height();
        this.picture = picture.bytes();
    }

    /** Unless it is there; two movies may get the same picture at once. */
    void keep() {
        getEntityManager()
                .createNativeQuery("""
                        insert into poster (digest, media_type, width, height, picture)
                        values (?1, ?2, ?3, ?4, ?5) on conflict do nothing""")
                .setParameter(1, digest)
                .setParameter(2, mediaType)
                .setParameter(3, width)
                .setParameter(4, height)
                .setParameter(5, picture)
                .executeUpdate();
    }

    /** Where it can be seen, as a path on this service. */
    String url() {
        return FOLDER + digest + (mediaType.equals("image/png") ? ".png" : ".jpg");
    }

    static Optional<Poster> of(String digest) {
        return findByIdOptional(digest);
    }
}
