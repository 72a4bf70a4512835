package planted.office;

public class Desk {
    planted.demo.Sample known;
}
