package planted.platform;

public class Ground {
    planted.catalog.Program known;
}
