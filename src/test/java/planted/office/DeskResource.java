package planted.office;

import jakarta.validation.constraints.Min;
import jakarta.ws.rs.QueryParam;

public class DeskResource {
    void show(@QueryParam("show_id") @Min(1) Long show) {}
}
