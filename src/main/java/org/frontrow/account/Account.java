package org.frontrow.account;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Somebody who may sign in. Made by {@link Accounts} only, which knows how to win the race for a name. */
@Entity
public class Account extends PanacheEntityBase {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public @Nullable Long id;

    @Column(nullable = false)
    public String username = "";

    @Column(name = "username_key", nullable = false, updatable = false)
    public String usernameKey = "";

    public @Nullable String email;

    @Column(name = "password_hash", nullable = false)
    public String passwordHash = "";

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    public Role role = Role.CUSTOMER;

    /** It was chosen by somebody else, and is good for one thing: choosing another. */
    @Column(name = "must_change_password", nullable = false)
    public boolean mustChangePassword;

    /** Nobody signs in with it any more; what it booked stays. */
    @Column(nullable = false)
    public boolean disabled;

    /** Grows with each change by an administrator, see {@link org.frontrow.platform.Edition}. */
    @Version
    public long version;

    @Column(name = "created_at", insertable = false, updatable = false)
    public @Nullable Instant createdAt;

    static Optional<Account> named(Username name) {
        return find("usernameKey", name.key()).firstResultOptional();
    }
}
