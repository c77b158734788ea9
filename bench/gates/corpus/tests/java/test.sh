set -e
rm -rf build
javac -d build src/shop/stock/Warehouse.java test/WarehouseTest.java
java -cp build WarehouseTest
