package org.frontrow.audit;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Connection;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** For simulations without a database: what staff did is written nowhere. */
public final class SilentAuditTrail extends AuditTrail {

    public SilentAuditTrail(DataSource unused) {
        super(unused, new ObjectMapper());
    }

    @Override
    public void write(Connection transaction, @Nullable Long account, String username, Deed deed) {
        // nobody reads it
    }
}
